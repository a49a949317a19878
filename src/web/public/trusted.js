// Markup that this server made and escaped is the only kind that becomes elements: one policy, named in the CSP.
const policy = globalThis.trustedTypes?.createPolicy('newsloom', { createHTML: (markup) => markup })

/** A page of ours, parsed. */
export function parsePage(markup) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(markup) : markup, 'text/html')
}
