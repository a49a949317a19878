import { isIP } from 'node:net'
import { connectionCause } from '../connection-error.ts'

/**
 * Why a connection to a database failed, in words and with what to do. It contains neither the driver's own text, which names
 * things that are not in any setting, nor a password.
 *
 * @param error the error of the driver
 * @returns the end of a sentence that begins with "cannot reach the database at …:"
 */
export function explainConnection(error: unknown): string {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  const who = code.startsWith('28') ? userOf(message) : ''
  switch (code) {
    case '28P01':
      return `the server refuses the password of the user${who}: check DATABASE_URL or PGPASSWORD`
    case '28000':
      return /pg_hba/.test(message)
        ? `the server lets the user${who} not in from here (no entry of its pg_hba.conf allows it${/no encryption|SSL off/.test(message) ? ', perhaps only with TLS: add ?sslmode=require to DATABASE_URL' : ''})`
        : `the server does not let the user${who} log in: check the user in DATABASE_URL`
    case '3D000':
      return 'there is no such database on the server: make it with createdb, or check DATABASE_URL'
    case '53300':
      return 'the server has no connection left (too many connections): raise max_connections, or run fewer workers'
    case '57P03':
      return 'the server is starting up or shutting down: try again'
    case '08001':
      // For several hosts that all failed: what is wrong with each.
      return `${message}: start it, or check DATABASE_URL`
    case '08P01':
      if (/unsupported startup parameter/.test(message))
        return 'a pooler between here and the server refuses a startup parameter: let it ignore that one (ignore_startup_parameters)'
      if (/server login has been failing|server_login_retry/.test(message))
        return 'the pooler there cannot reach the server behind it: start that server, or check what the pooler has for it'
      break
    case '42704':
      // The session settings of a migration; that one exists since PostgreSQL 14.
      if (/idle_session_timeout/.test(message))
        return 'the server is older than PostgreSQL 14, which Newsloom needs: nothing was changed'
      break
    case '42501':
      return `the role may not do that (${message})`
  }
  if (/client password must be a string|no password supplied|SASL/.test(message))
    return 'the server wants a password: put it into DATABASE_URL or PGPASSWORD'
  if (/does not support SSL/.test(message))
    return 'the server does not speak TLS, and the sslmode of DATABASE_URL wants it'
  const known = connectionCause(error)
  if (known && /signed by a CA/.test(known))
    return `${known}: name the file of the CA by sslrootcert=FILE in DATABASE_URL, or in NODE_EXTRA_CA_CERTS`
  if (known && /for another name/.test(known))
    return `${known}: put the name that it is for into DATABASE_URL`
  if (known) return `${known}: start the server, or check DATABASE_URL`
  if (/timeout|timed out/i.test(message))
    return 'it answers nothing: check the host and the port in DATABASE_URL'
  if (/Connection terminated|ended unexpectedly/.test(message))
    return 'the server closed the connection: is it a Postgres, and is the port in DATABASE_URL its own?'
  return `${message || code}: check DATABASE_URL`
}

/**
 * The user whom the server names when it refuses the login. Its messages come in its language (lc_messages), each with
 * quotation marks of its own: the first quoted text that is not an address is the user.
 */
function userOf(message: string): string {
  const quoted = /["„»«“「](?<name>[^"„»«“”「」]+)["„»«“”」]/gu
  for (const { groups } of message.matchAll(quoted)) {
    const name = groups!.name!.trim()
    if (!isIP(name)) return ` "${name}"`
  }
  return ''
}
