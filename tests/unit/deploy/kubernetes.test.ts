import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { workerNames } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  // biome-ignore lint/suspicious/noExplicitAny: what stands in it depends on the kind, which tsc checks below.
  readonly spec: any
}

const folder = (...path: string[]) => packageFile('deploy', 'kubernetes', ...path)

function manifestsOf(name: string): Manifest[] {
  return readdirSync(folder(name))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .flatMap((file) =>
      parseAllDocuments(readFileSync(folder(name, file), 'utf8'), { merge: true }).map((document) => {
        expect(document.errors, file).toEqual([])
        return document.toJS() as Manifest
      }),
    )
}

const base = manifestsOf('base')
const custom = [...manifestsOf('monitoring'), ...manifestsOf('autoscaling')]
const ofKind = (kind: string) => base.filter((manifest) => manifest.kind === kind)
const deployments = ofKind('Deployment')

/** Where kubernetes-types has the type of a kind. */
const modules: Readonly<Record<string, string>> = {
  v1: 'core/v1',
  'apps/v1': 'apps/v1',
  'policy/v1': 'policy/v1',
  'networking.k8s.io/v1': 'networking/v1',
}

/** The fields of custom kinds that the files may use, as their operators document them. */
const text = { type: 'string', minLength: 1 }
const customSchemas = {
  PodMonitor: {
    type: 'object',
    additionalProperties: false,
    required: ['selector', 'podMetricsEndpoints'],
    properties: {
      selector: {
        type: 'object',
        required: ['matchLabels'],
        properties: { matchLabels: { type: 'object', additionalProperties: text } },
      },
      podTargetLabels: { type: 'array', items: text },
      podMetricsEndpoints: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['port'],
          properties: {
            port: text,
            path: { type: 'string', pattern: '^/' },
            interval: { type: 'string', pattern: '^\\d+s$' },
          },
        },
      },
    },
  },
  TriggerAuthentication: {
    type: 'object',
    additionalProperties: false,
    properties: {
      secretTargetRef: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['parameter', 'name', 'key'],
          properties: { parameter: text, name: text, key: text },
        },
      },
    },
  },
  ScaledObject: {
    type: 'object',
    additionalProperties: false,
    required: ['scaleTargetRef', 'triggers'],
    properties: {
      scaleTargetRef: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: text },
      },
      minReplicaCount: { type: 'integer', minimum: 0 },
      maxReplicaCount: { type: 'integer', minimum: 1 },
      pollingInterval: { type: 'integer', minimum: 1 },
      cooldownPeriod: { type: 'integer', minimum: 1 },
      triggers: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['type', 'metadata', 'authenticationRef'],
          properties: {
            type: { const: 'postgresql' },
            // KEDA takes texts only.
            metadata: {
              type: 'object',
              additionalProperties: false,
              required: ['query', 'targetQueryValue'],
              properties: { query: text, targetQueryValue: { type: 'string', pattern: '^\\d+$' } },
            },
            authenticationRef: {
              type: 'object',
              additionalProperties: false,
              required: ['name'],
              properties: { name: text },
            },
          },
        },
      },
    },
  },
} as const

describe('deploy/kubernetes', () => {
  it('holds manifests that have the types of Kubernetes itself', () => {
    mkdirSync(packageFile('node_modules', '.cache'), { recursive: true })
    const scratch = mkdtempSync(packageFile('node_modules', '.cache', 'kubernetes-'))
    try {
      const lines = base.map((manifest, i) => {
        const module = modules[manifest.apiVersion]
        expect(module, `${manifest.kind} of ${manifest.apiVersion}`).toBeDefined()
        return `import type { ${manifest.kind} as Kind${i} } from 'kubernetes-types/${module}'\nexport const manifest${i}: Kind${i} = ${JSON.stringify(manifest)}`
      })
      const file = join(scratch, 'manifests.ts')
      writeFileSync(file, lines.join('\n'))
      const tsc = packageFile('node_modules', '.bin', 'tsc')
      const { status, stdout } = spawnSync(
        tsc,
        [
          '--ignoreConfig',
          '--noEmit',
          '--strict',
          '--skipLibCheck',
          '--types',
          '',
          '--module',
          'esnext',
          '--moduleResolution',
          'bundler',
          file,
        ],
        { encoding: 'utf8', cwd: scratch },
      )
      expect(stdout).toBe('')
      expect(status).toBe(0)
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  })

  it('holds custom kinds with the fields that their operators know', () => {
    expect(custom.length).toBeGreaterThan(3)
    for (const { kind, spec } of custom) {
      const schema = customSchemas[kind as keyof typeof customSchemas]
      expect(schema, kind).toBeDefined()
      const validate = new Ajv({ allErrors: true }).compile(schema)
      validate(spec)
      expect(validate.errors, kind).toBeNull()
    }
  })

  it('lists each file in a kustomization', () => {
    for (const name of ['base', 'monitoring', 'autoscaling']) {
      const { resources } = parse(readFileSync(folder(name, 'kustomization.yaml'), 'utf8'))
      const files = readdirSync(folder(name)).filter((file) => file !== 'kustomization.yaml')
      expect(resources.filter((one: string) => one !== '../base').sort()).toEqual(files.sort())
    }
  })

  it('has a deployment and a disruption budget for each worker', () => {
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual([...workerNames].sort())
    expect(
      ofKind('PodDisruptionBudget')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual([...workerNames].sort())
    for (const { metadata, spec } of deployments)
      expect(spec.template.spec.containers[0].args).toEqual(['worker', metadata.name])
  })

  it.each(deployments.map((manifest) => [manifest.metadata.name, manifest] as const))(
    'the pod of %s has probes, a spread, no token, no root and nothing to write to',
    (_, { metadata, spec }) => {
      const pod = spec.template.spec
      const [container] = pod.containers
      expect(pod.automountServiceAccountToken).toBe(false)
      expect(pod.securityContext.runAsNonRoot).toBe(true)
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(29)
      expect(pod.topologySpreadConstraints[0].labelSelector.matchLabels).toEqual(spec.selector.matchLabels)
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(container.livenessProbe.httpGet.path).toBe('/live')
      expect(container.startupProbe.httpGet.path).toBe('/live')
      expect(container.readinessProbe.httpGet.path).toBe('/health')
      // The name that kustomize puts the registry and the version to.
      expect(container.image).toBe('newsloom')
      expect(spec.selector.matchLabels['app.kubernetes.io/component']).toBe(metadata.name)
    },
  )

  it('lets only those out that fetch or post', () => {
    const outward = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'outward')!
    const [{ values }] = outward.spec.podSelector.matchExpressions
    expect(values).toEqual(['poll', 'fetch', 'notify', 'web'])
    for (const { ipBlock } of outward.spec.egress[0].to) expect(ipBlock.except.length).toBeGreaterThan(1)
  })

  it('scales by stages that news.pipeline_lag has', () => {
    const queries = custom.flatMap(({ kind, spec }) =>
      kind === 'ScaledObject' ? [spec.triggers[0].metadata.query as string] : [],
    )
    expect(queries).toEqual(
      ['discovered', 'fetched', 'extracted'].map(
        (stage) => `select due from news.pipeline_lag where stage = '${stage}'`,
      ),
    )
  })
})
