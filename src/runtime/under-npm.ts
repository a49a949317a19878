/** Whether npm (or npx) runs this program: then the only sign of a signal is the end of its parent process. */
export function runsUnderNpm(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return env.npm_lifecycle_event !== undefined || env.npm_command !== undefined
}
