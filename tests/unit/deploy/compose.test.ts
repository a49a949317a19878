import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { workerNames } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'
import { settings } from '../../../src/runtime/settings.ts'
import { envExample } from '../../../src/runtime/settings-text.ts'

interface Service {
  readonly image: string
  readonly build?: string
  readonly command: string[]
  readonly init?: boolean
  readonly env_file?: string
  readonly stop_grace_period: string
  readonly read_only?: boolean
  readonly environment: Record<string, string>
  readonly healthcheck: object
  readonly depends_on?: Record<string, { condition: string }>
}

const compose = parse(readFileSync(packageFile('docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}

/** The part of the Compose specification that the file uses. */
const schema = {
  type: 'object',
  required: ['name', 'services', 'volumes'],
  properties: {
    name: { type: 'string' },
    volumes: { type: 'object' },
    services: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['image', 'restart', 'healthcheck'],
        additionalProperties: false,
        properties: {
          image: { type: 'string' },
          build: { type: 'string' },
          restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
          command: { type: 'array', items: { type: 'string' } },
          environment: { type: 'object', additionalProperties: { type: 'string' } },
          depends_on: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              required: ['condition'],
              properties: {
                condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] },
              },
            },
          },
          ports: { type: 'array', items: { type: 'string' } },
          volumes: { type: 'array', items: { type: 'string', pattern: '^[a-z]+:/' } },
          init: { type: 'boolean' },
          env_file: { type: 'string' },
          read_only: { type: 'boolean' },
          tmpfs: { type: 'array', items: { type: 'string', pattern: '^/' } },
          cap_drop: { type: 'array', items: { type: 'string' } },
          security_opt: { type: 'array', items: { type: 'string' } },
          shm_size: { type: 'string', pattern: '^\\d+mb$' },
          logging: {
            type: 'object',
            required: ['driver', 'options'],
            additionalProperties: false,
            properties: {
              driver: { type: 'string' },
              options: { type: 'object', additionalProperties: { type: 'string' } },
            },
          },
          stop_grace_period: { type: 'string', pattern: '^\\d+[sm]$' },
          healthcheck: {
            type: 'object',
            required: ['test'],
            additionalProperties: false,
            properties: {
              test: { type: 'array', items: { type: 'string' } },
              interval: { type: 'string', pattern: '^\\d+s$' },
              timeout: { type: 'string', pattern: '^\\d+s$' },
              start_period: { type: 'string', pattern: '^\\d+s$' },
              retries: { type: 'integer' },
            },
          },
        },
      },
    },
  },
}

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows, as far as it is used', () => {
    const validate = new Ajv({ allErrors: true }).compile(schema)
    const holds = validate(compose)
    expect(validate.errors).toBeNull()
    expect(holds).toBe(true)
  })

  it('has a service for every worker, each waiting for a healthy database and queue', () => {
    for (const name of workerNames) {
      const service = compose.services[name]
      expect(service?.command, name).toEqual(['worker', name])
      expect(service?.depends_on, name).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      })
    }
  })

  it('keeps jobs: no eviction, an append-only file', () => {
    const command = compose.services.redis?.command.join(' ')
    expect(command).toContain('--maxmemory-policy noeviction')
    expect(command).toContain('--appendonly yes')
  })

  it('names only settings that there are, and holds no secret', () => {
    const known = Object.values(settings).map(({ env }) => env)
    // Read by the database's client.
    known.push('PGPASSWORD')
    for (const name of workerNames)
      for (const [variable, value] of Object.entries(compose.services[name]?.environment ?? {})) {
        expect(known).toContain(variable)
        if (/PASSWORD|TOKEN|SECRET/.test(variable)) expect(value).toMatch(/^\$\{/)
      }
    expect(readFileSync(packageFile('docker-compose.yml'), 'utf8')).not.toMatch(/PASSWORD: (?!\$)/)
  })
})

describe('docker-compose.yml and the image', () => {
  const services = Object.entries(compose.services)

  it('one service builds the image, and all others of its name use it', () => {
    const own = services.filter(([, { image }]) => image.startsWith('newsloom'))
    expect(own.map(([name]) => name).sort()).toEqual([...workerNames].sort())
    expect(new Set(own.map(([, { image }]) => image)).size).toBe(1)
    expect(services.filter(([, { build }]) => build !== undefined)).toHaveLength(1)
  })

  it('settings of .env reach every worker, and the password is in no address', () => {
    for (const name of workerNames) {
      const service = compose.services[name]!
      expect(service.env_file, name).toBe('.env')
      expect(service.environment.NEWSLOOM_PORT, name).toBe('8400')
      expect(service.environment.PGPASSWORD, name).toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
      expect(service.environment.DATABASE_URL, name).not.toContain('$')
    }
  })

  it('nobody is killed while it ends: a worker takes 29 s at most, Postgres writes its pages', () => {
    const seconds = (text: string) => Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1)
    for (const name of workerNames) {
      expect(seconds(compose.services[name]!.stop_grace_period), name).toBeGreaterThan(29)
      expect(compose.services[name]!.init, name).toBe(true)
    }
    expect(seconds(compose.services.postgres!.stop_grace_period)).toBeGreaterThanOrEqual(120)
  })

  it('every service has a file system that it cannot write to, but for its volumes and /tmp', () => {
    for (const [name, { read_only }] of services) expect(read_only, name).toBe(true)
  })
})

describe('Dockerfile', () => {
  const text = readFileSync(packageFile('Dockerfile'), 'utf8')
  const manifest = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    version: string
    files: string[]
  }
  const [build = '', runtime = ''] = text.split(/^FROM .*$/m).slice(1)
  const copied = (stage: string) =>
    [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '))
  const ignored = readFileSync(packageFile('.dockerignore'), 'utf8').split('\n')

  it('needs nothing but the classic builder', () => {
    expect(text).not.toMatch(/^# *syntax|--mount|--link|<</m)
  })

  it('copies all that the compiler reads, and none of it is ignored', () => {
    const { include } = JSON.parse(readFileSync(packageFile('tsconfig.build.json'), 'utf8')) as {
      include: string[]
    }
    const imported = readdirSync(packageFile('src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(packageFile('src', name), 'utf8').matchAll(
          /from '(?:\.\.\/)+([a-z]+)\/[^']+\.json'/g,
        ),
      ])
      .map(([, folder]) => folder!)
      .filter((folder) => existsSync(packageFile(folder)))
    const needed = [...include, ...imported, 'package.json', 'package-lock.json', 'tsconfig*.json']
    for (const name of needed) expect(copied(build), name).toContain(name)
    for (const name of [...copied(build), ...copied(runtime)])
      expect(ignored, name).not.toContain(name.split('/')[0])
  })

  it('holds what the npm package holds', () => {
    for (const file of manifest.files.filter((name) => name !== 'dist'))
      expect(
        copied(runtime).some((name) => file === name || file.startsWith(`${name}/`)),
        file,
      ).toBe(true)
  })

  it('is labelled with the version of the package, and does not run as root', () => {
    expect(text).toContain(`org.opencontainers.image.version="${manifest.version}"`)
    expect(runtime).toMatch(/^USER 1000:1000$/m)
  })

  it('no password gets into an image or a commit', () => {
    expect(ignored).toContain('.env')
    expect(readFileSync(packageFile('.gitignore'), 'utf8').split('\n')).toContain('.env')
  })
})

describe('.env.example', () => {
  it('is made from the table of settings', () => {
    expect(readFileSync(packageFile('.env.example'), 'utf8')).toBe(envExample())
  })
})
