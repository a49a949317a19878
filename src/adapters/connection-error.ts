const UNKNOWN_CA = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/**
 * Why a connection failed, in words, from an error of Node's net, dns and tls modules, which is not a message from a server.
 *
 * @returns undefined for an error of another kind
 */
export function connectionCause(error: unknown): string | undefined {
  const [code, host] = codeOf(error)
  switch (code) {
    case 'ENOTFOUND':
      return `there is no host of that name${host ? ` (${host})` : ''}`
    case 'EAI_AGAIN':
      return `the name${host ? ` ${host}` : ''} cannot be looked up now (DNS does not answer)`
    case 'ECONNREFUSED':
      return 'nothing listens on that port'
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return 'the host does not answer'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the server closed the connection'
    case 'ENOENT':
      return 'there is no such file or socket'
    case 'EACCES':
      return 'this user may not open that file or socket'
    case 'CERT_HAS_EXPIRED':
      return 'the certificate of the server has expired'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'the certificate of the server is for another name'
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'the server does not speak TLS on that port'
  }
  return UNKNOWN_CA.has(code)
    ? 'the certificate of the server is signed by a CA that this machine does not know'
    : undefined
}

/** The code of an error, or of the first error in it: Node tries several addresses of a name. */
function codeOf(error: unknown): readonly [string, string] {
  const { code, hostname, errors, cause } = (error ?? {}) as {
    code?: unknown
    hostname?: string
    errors?: readonly unknown[]
    cause?: unknown
  }
  if (typeof code === 'string') return [code, hostname ?? '']
  if (errors?.length) return codeOf(errors[0])
  return cause ? codeOf(cause) : ['', '']
}
