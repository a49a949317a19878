import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { workerNames } from '../../../src/pipeline/stages.ts'
import { packageFile } from '../../../src/runtime/package-root.ts'

const read = (...path: string[]) => readFileSync(packageFile('deploy', ...path), 'utf8')

const dashboard = JSON.parse(read('monitoring', 'dashboard.json')) as {
  panels: { title: string; gridPos: object }[]
}
const compose = parse(read('monitoring', 'compose.yml')) as {
  services: Record<string, { profiles: string[]; volumes: string[]; read_only: boolean; ports?: string[] }>
}

describe('deploy/monitoring', () => {
  it('scrapes every worker, and is off unless the profile is named', () => {
    const { scrape_configs } = parse(read('monitoring', 'prometheus.yml'))
    expect([...scrape_configs[0].dns_sd_configs[0].names].sort()).toEqual([...workerNames].sort())
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service.profiles, name).toEqual(['monitoring'])
      expect(service.read_only, name).toBe(true)
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
      for (const [file] of service.volumes.map((volume) => volume.split(':')))
        if (file?.startsWith('./')) expect(readFileSync(packageFile(file), 'utf8').length).toBeGreaterThan(0)
    }
  })

  it('lays each panel of the dashboard on a place of its own', () => {
    const places = dashboard.panels.map(({ gridPos }) => JSON.stringify(gridPos))
    expect(new Set(places).size).toBe(dashboard.panels.length)
  })
})
