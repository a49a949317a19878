import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { workerNames } from '../../src/pipeline/stages.ts'
import { envExample, settings } from '../../src/runtime/config.ts'
import { packageFile } from '../../src/runtime/package-root.ts'

interface Service {
  readonly command: string[]
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
          stop_grace_period: { type: 'string', pattern: '^\\d+s$' },
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
    const holds = validate({ ...compose, 'x-worker': undefined })
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
    for (const name of workerNames)
      for (const [variable, value] of Object.entries(compose.services[name]?.environment ?? {})) {
        expect(known).toContain(variable)
        if (/PASSWORD|TOKEN|SECRET/.test(variable)) expect(value).toMatch(/^\$\{/)
      }
    expect(readFileSync(packageFile('docker-compose.yml'), 'utf8')).not.toMatch(/PASSWORD: (?!\$)/)
  })
})

describe('.env.example', () => {
  it('is made from the table of settings', () => {
    expect(readFileSync(packageFile('.env.example'), 'utf8')).toBe(envExample())
  })
})
