// The pipeline page keeps itself up to date by server-sent events; a switch holds it still.
import { parsePage } from './trusted.js'

for (const control of document.querySelectorAll('[data-live-events]')) {
  const button = control.querySelector('button')
  const status = control.querySelector('[role=status]')
  const target = document.querySelector(control.dataset.liveTarget)
  let source
  const start = () => {
    source = new EventSource(control.dataset.liveEvents)
    source.addEventListener('state', (event) => {
      // Nobody is pulled out of what they are in.
      if (target.contains(document.activeElement)) return
      target.replaceChildren(...parsePage(JSON.parse(event.data)).body.childNodes)
    })
    source.addEventListener('open', () => say('updates every two seconds'))
    source.addEventListener('error', () => say('not connected; trying again'))
  }
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text
  }
  const stop = () => {
    source?.close()
    source = undefined
    say('held still')
  }
  button.addEventListener('click', () => {
    const live = button.getAttribute('aria-pressed') === 'true'
    button.setAttribute('aria-pressed', String(!live))
    if (live) stop()
    else start()
  })
  addEventListener('pagehide', () => source?.close())
  control.hidden = false
  start()
}
