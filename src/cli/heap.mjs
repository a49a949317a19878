/**
 * Node's flags for a command whose memory must stay small: V8 sizes its heap by the machine's memory and would rather
 * grow than collect.
 *
 * - `export`: with these an export of a million articles peaked at 139 MB as JSONL and 248 MB as Parquet, against 325 and
 *   496 MB without (bench/export.ts).
 * - `worker`: the room for new values would grow up to 128 MB in every process, for articles that leave behind some 2 MB
 *   each, and what lives could quadruple before the next full collection; now it may double. Pretenuring is what made
 *   extraction slow (src/pipeline/extract/pool.ts): switched off here, before anything is compiled, it keeps the compile
 *   cache of use. Of 448 MB of an extract process 313 are left (bench/end-to-end.ts). What `cluster` compares lives for a
 *   batch: with room for one it is collected less often.
 *
 * @param {string | undefined} command
 * @param {readonly string[]} names of the workers in this process
 * @returns {readonly string[]}
 */
export function heapFlags(command, names = []) {
  if (command === 'export') return ['--max-semi-space-size=4', '--max-old-space-size=160']
  if (command !== 'worker') return []
  const newSpaceMb = names.length === 1 && names[0] === 'cluster' ? 32 : 8
  return [
    `--max-semi-space-size=${newSpaceMb}`,
    '--heap-growing-percent=100',
    '--no-allocation-site-pretenuring',
  ]
}

/**
 * What goes into the environment with those flags. glibc keeps an arena for each of up to 16 threads, and each keeps what
 * was freed in it: two cost an extract process 25 MB less, at the same speed (bench/extract-memory.ts).
 *
 * @param {string | undefined} command
 * @returns {Readonly<Record<string, string>>}
 */
export function heapEnvironment(command) {
  return command === 'worker' ? { MALLOC_ARENA_MAX: '2' } : {}
}
