/** Whether npm (or npx) runs this program: it is then told of a signal by the end of its parent alone. */
export function runsUnderNpm(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return env.npm_lifecycle_event !== undefined || env.npm_command !== undefined
}
