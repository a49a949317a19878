/**
 * Node's flags for a command whose memory must stay small: V8 sizes its heap by the machine's memory and would rather
 * grow than collect. With these an export of a million articles peaked at 139 MB as JSONL and 248 MB as Parquet, against
 * 325 and 496 MB without (bench/export.ts).
 *
 * @param {string | undefined} command
 * @returns {readonly string[]}
 */
export function heapFlags(command) {
  return command === 'export' ? ['--max-semi-space-size=4', '--max-old-space-size=160'] : []
}
