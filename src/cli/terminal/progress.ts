const LINE_EVERY_MS = 5_000
const DRAW_EVERY_MS = 100

/** Progress of long work, on stderr: one live line on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  update(text: string): void
  /** Ends the live line. */
  done(): void
}

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let last = 0
  let shown = ''
  const live = stream.isTTY === true
  return {
    update(text) {
      const now = performance.now()
      if (text === shown || now - last < (live ? DRAW_EVERY_MS : LINE_EVERY_MS)) return
      last = now
      shown = text
      stream.write(live ? `\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}` : `${text}\n`)
    },
    done() {
      if (live && shown) stream.write('\r\u001b[2K')
      shown = ''
    },
  }
}
