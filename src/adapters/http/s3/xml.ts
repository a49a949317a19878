import { decodeXML } from 'entities'

/**
 * The texts of all elements of a name in an answer of S3, in order. Those answers are flat and machine-made: the elements
 * that are asked for hold text alone.
 */
export function textIn(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) =>
    decodeXML(text!),
  )
}
