// Search as you type: a form with data-live asks for its own page again and shows what changed. Without this script the
// same form is sent by its button.
import { parsePage } from './trusted.js'

const PAUSE_MS = 250

for (const form of document.querySelectorAll('form[data-live]')) {
  let timer
  let running
  const refresh = async () => {
    running?.abort()
    running = new AbortController()
    const { signal } = running
    const parameters = new URLSearchParams(new FormData(form))
    for (const [name, value] of [...parameters]) if (!value) parameters.delete(name)
    const url = `${form.getAttribute('action')}${parameters.size ? `?${parameters}` : ''}`
    const parts = document.querySelectorAll(form.dataset.live)
    for (const part of parts) part.setAttribute('aria-busy', 'true')
    try {
      const response = await fetch(url, { signal, headers: { accept: 'text/html' } })
      if (!response.ok) return
      const page = parsePage(await response.text())
      if (signal.aborted) return
      for (const part of parts) {
        const fresh = page.getElementById(part.id)
        if (fresh) part.replaceChildren(...fresh.childNodes)
      }
      history.replaceState(null, '', url)
    } catch {
      // Away for a moment: the button still works, and says what is wrong.
    } finally {
      if (!signal.aborted) for (const part of parts) part.removeAttribute('aria-busy')
    }
  }
  form.addEventListener('input', (event) => {
    if (event.isComposing) return
    clearTimeout(timer)
    timer = setTimeout(refresh, event.target.matches('select') ? 0 : PAUSE_MS)
  })
}
