/**
 * Why a server could not listen, as a sentence with what to do.
 *
 * @param setting the setting that names the port
 */
export function listenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  setting: string,
): Error {
  const sentence = sentenceOf(error.code, host, port, setting)
  return sentence ? new Error(sentence, { cause: error }) : error
}

function sentenceOf(
  code: string | undefined,
  host: string,
  port: number,
  setting: string,
): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is taken: set ${setting} to another, or to 0 for any free one`
    case 'EACCES':
      return `this user may not listen on port ${port} (those below 1024 are the administrator's): set ${setting} to a higher one`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: set NEWSLOOM_HOST to one that it has, or to 0.0.0.0 for all`
    default:
      return undefined
  }
}
