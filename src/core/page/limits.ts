/**
 * What a page may cost. The tree is built in linear time whatever the page is; these limits bound its
 * size, so that the passes after it are bounded too. The largest of 1,000 ordinary news pages has
 * 1.9 M characters, 20,000 nodes and a nesting of 60.
 */
export const limits = {
  /** UTF-16 units of the page that are read. */
  chars: 8_000_000,
  nodes: 250_000,
  /** Nesting of the tree; deeper elements become siblings. */
  depth: 220,
  /**
   * Elements that are open at once. The page ends where one more opens: htmlparser2 moves its whole list of open
   * elements for each tag, so that 2 MB of `<div>` took 37 s.
   */
  open: 1_000,
  /** Attributes per tag. */
  attributes: 64,
  attributeChars: 32_768,
  /** Blocks of text that are classified. */
  blocks: 12_000,
} as const
