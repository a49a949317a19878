import type { Command } from 'commander'
import { commands } from '../../src/cli/commands.ts'
import { type Kind, type Setting, settings } from '../../src/runtime/settings.ts'

const PRINTED =
  'Printed from the program by `node tests/support/print-docs.ts`: change the program, not this page.'

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ')
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** docs/reference/settings.md: every environment variable, from the program's own table of settings. */
export function settingsDoc(): string {
  const all = Object.values(settings) as readonly Setting<unknown>[]
  const rows = all.map(
    ({ env, about, fallback, kind, secret }) =>
      `| ${code(env)} | ${valuesOf(kind)}${secret ? ', secret' : ''} | ${shownDefault(fallback)} | ${cell(about)} |`,
  )
  return `# Settings

Every setting is an environment variable. The file \`.env\` of the working folder is read too; the environment wins. All wrong values
are reported at once. ${PRINTED}

| setting | values | default | meaning |
|---|---|---|---|
${rows.join('\n')}
`
}

/** Explanations of the kinds of values whose names are not enough. */
const values: Readonly<Record<string, string>> = {
  path: 'a path',
  certificates: 'a file in PEM form',
  flag: '`1` or `0`',
  host_names: 'names of hosts, separated by commas',
  address_ranges: 'addresses or ranges, separated by commas',
  hours: 'hours, separated by commas, or `never`',
  redis_url: 'an address of Redis',
  web_url: 'an http or https address',
  proxy_url: 'an http or https address',
  postgres_url: 'an address of Postgres',
}

function valuesOf(kind: Kind): string {
  if (kind.type === 'whole') return `${kind.min} to ${kind.max}`
  if (kind.type === 'whole_list') return `numbers from ${kind.min} to ${kind.max}, separated by commas`
  if (kind.type === 'choice') return kind.of.map(code).join(', ')
  return values[kind.type] ?? kind.type.replaceAll('_', ' ')
}

function shownDefault(fallback: unknown): string {
  if (fallback === undefined || fallback === '' || (Array.isArray(fallback) && !fallback.length)) return ''
  return code(typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback))
}

/** Options that are explained once, at the beginning of the page. */
const COMMON: ReadonlySet<string> = new Set(['--json', '--debug'])

/** docs/reference/commands.md: every command with its arguments and options, from the commands themselves. */
export async function commandsDoc(): Promise<string> {
  const parts: string[] = []
  for (const [name, entry] of Object.entries(commands)) {
    const { command } = await entry.load()
    parts.push(commandPart(command(commands), `newsloom ${name}`, 2))
  }
  return `# Commands

Every command takes \`--help\`; those that do something also take \`--json\` (print JSON instead of text) and \`--debug\` (show stack traces).
Data goes to standard output, everything else to standard error. The exit code is 0 for success, 1 for a failure, 2 for a wrong call:
see [how commands end](../operating.md#how-commands-end). ${PRINTED}

${parts.join('\n')}`
}

function commandPart(command: Command, name: string, level: number): string {
  const shown = command.options.filter(({ hidden, long }) => !hidden && !COMMON.has(long ?? ''))
  const words = [
    ...command.registeredArguments.map((argument) => {
      const text = argument.variadic ? `${argument.name()}...` : argument.name()
      return argument.required ? `<${text}>` : `[${text}]`
    }),
    ...(shown.length ? ['[options]'] : []),
  ]
  const rows = [
    ...command.registeredArguments.map((argument) => [argument.name(), argument.description] as const),
    ...shown.map(
      ({ flags, description, defaultValue }) =>
        [flags, `${description}${isShown(defaultValue) ? ` (default ${defaultValue})` : ''}`] as const,
    ),
  ]
  const table = rows.length
    ? `\n| argument or option | meaning |\n|---|---|\n${rows.map(([flag, about]) => `| ${code(flag)} | ${cell(about)} |`).join('\n')}\n`
    : ''
  const subcommands = command.commands.map((sub) => commandPart(sub, `${name} ${sub.name()}`, level + 1))
  const call = command.commands.length ? '' : `\n\`\`\`\n${[name, ...words].join(' ')}\n\`\`\`\n`
  return [
    `${'#'.repeat(level)} ${name}\n\n${cell(command.description())}\n${call}${table}`,
    ...subcommands,
  ].join('\n')
}

const isShown = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && !value.length)

/** docs/reference/metrics.md, from the answer of a process at `/metrics`. */
export function metricsDoc(exposition: string): string {
  const types = new Map(
    [...exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]),
  )
  const rows = [...exposition.matchAll(/^# HELP (\S+) (.+)$/gm)]
    .filter(([, name]) => !name!.startsWith('newsloom_process_'))
    .map(([, name, about]) => `| ${code(name!)} | ${types.get(name!) ?? ''} | ${cell(about!)} |`)
  return `# Metrics

A worker, and \`newsloom up\`, answer \`/metrics\` on \`NEWSLOOM_HEALTH_PORT\` in the text format of Prometheus. Counters and histograms are of
the process: add them up over all. Gauges are the state that all processes share: take the maximum. \`newsloom_process_…\` are the
usual figures of a Node process. [deploy/alerts.yml](../../deploy/alerts.yml) has alert rules. ${PRINTED}

| metric | type | meaning |
|---|---|---|
${rows.join('\n')}
`
}
