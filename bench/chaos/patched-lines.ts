/** Lines of the source that the chaos run changes while Node loads them. A unit test checks that these lines exist. */
export interface PatchedFile {
  /** The end of the file's path. */
  readonly file: string
  /** The line, and its replacement. */
  readonly lines: readonly (readonly [string, string])[]
}

const dieOf = (stage: string, text: string) =>
  `if (Buffer.from(${text}).includes('zqdeadly${stage}')) process.kill(process.pid, 'SIGKILL')\n`

const before = (line: string, added: string): readonly [string, string] => [line, added + line]

/** A page that contains the word of a stage kills the process that works on it in that stage. */
export const deadlyPages: readonly PatchedFile[] = [
  {
    file: 'src/pipeline/fetch/judge-answer.ts',
    lines: [before('  const common = {', dieOf('fetch', 'response.body'))],
  },
  {
    file: 'src/pipeline/extract/step.ts',
    lines: [before('  let answer: Extracted', dieOf('extract', 'document.bytes'))],
  },
  {
    file: 'src/pipeline/cluster/step.ts',
    lines: [
      before('  const digest = digestText', dieOf('cluster', 'String(input.title) + String(input.body)')),
    ],
  },
]

/** Removes the lock from the transition, and the condition because of which a repeated job does nothing. */
export const brokenGuard: readonly PatchedFile[] = [
  {
    file: 'src/store/articles/transitions.ts',
    lines: [
      ['where a.stage = r.stage', 'where true or a.stage = r.stage'],
      ['order by a.id for update of a', 'order by a.id'],
    ],
  },
]

/** `source` of the file at `url` with the changed lines; undefined for a file that is not in `patched`. */
export function patch(patched: readonly PatchedFile[], url: string, source: string): string | undefined {
  const found = patched.find(({ file }) => url.endsWith(`/${file}`))
  if (!found) return undefined
  let changed = source
  for (const [line, instead] of found.lines) {
    if (!changed.includes(line)) throw new Error(`${found.file} has no line ${line.trim()} any more`)
    changed = changed.replace(line, () => instead)
  }
  return changed
}
