import { decodeXML } from 'entities'

/**
 * The texts of all elements of a name in an answer of S3, in order. Those answers are flat and machine-made: the requested
 * elements contain only text.
 */
export function textIn(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) =>
    decodeXML(text!),
  )
}
