/** Words that show that a page is of another kind, or that it is an article. */

// All are matched against lower case, which is much faster than any case.
export const price =
  /(?:[$€£¥₹]|\b(?:usd|eur|gbp|chf|kr|zł|rs)\.?)\s?\d|\d\s?(?:€|£|zł|kr\b|eur\b|usd\b|руб|円|元)/gu
export const cart =
  /\b(?:add to (?:cart|bag|basket|wishlist)|in den warenkorb|ajouter au panier|añadir al carrito|aggiungi al carrello|buy now|shop now|order now|free shipping|in stock|out of stock|checkout|sku|qty|quantity)\b/gu
export const call =
  /\b(?:get started|contact us|request a (?:quote|demo)|book (?:a|now|your)|free (?:trial|quote|consultation|estimate)|schedule (?:a|your)|learn more|try (?:it )?(?:for )?free|sign up|apply (?:now|online)|call (?:us|now|today)|our (?:services|team|clients|customers|solutions|products)|why choose|how it works|pricing|talk to (?:us|sales)|view (?:all|more|details)|jetzt (?:buchen|anfragen|bestellen))\b/gu
export const rating = /\b(?:reviews?|ratings?|stars?|testimonials?|bewertung(?:en)?|avis)\b|★/gu
export const address = /\b(?:you|your|yours|we|our|ours|us)\b/gu
export const speech =
  /\b(?:said|says|told|according to|added|announced|reported|asked|wrote|sagte|erklärte|berichtete|a déclaré|dijo|ha detto|sade|sa)\b|[“”„«»"]/gu
/** A story's words: verbs in the past, people spoken of. */
export const past = /\w{3}ed\b/g
export const third = /\b(?:he|she|his|her|they|their|him)\b/g
/** A headline that promises an answer or a number of them; a title that names something to be had. */
export const asks =
  /\b(?:how|why|what|best|guide|tips|vs|review|reasons|ways|things|wie|warum|pourquoi|cómo|perché|hoe|waarom|jak|\d+)\b|[?:]/u
export const offers =
  /\b(?:services?|sale|shop|buy|near me|online|company|official|store|products?|pricing|software|solutions?|hire|repair|jobs|courses?|training)\b/
export const pathWord =
  /\/(?:products?|shop|store|item|buy|categor(?:y|ies)|collections?|tags?|topics?|services?|solutions?|pricing|plans|features|catalog(?:ue)?|directory|listing|search|jobs?|careers?|about|contact|p|c|dp)(?:[/.?]|$)/i
