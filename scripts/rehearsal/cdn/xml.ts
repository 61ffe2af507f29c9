/** An element of an answer of AWS's XML APIs: no attributes, no mixed content. */
export interface Element {
  name: string
  text: string
  children: readonly Element[]
}

const TAG = /<(\/?)([A-Za-z][\w]*)[^>]*?(\/?)>/g
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** @returns the document's element, with everything below it */
export function parseXml(xml: string): Element {
  const top: { name: string; text: string; children: Element[] } = { name: '', text: '', children: [] }
  const open = [top]
  let from = 0
  for (const match of xml.matchAll(TAG)) {
    const [whole, closing, name = '', empty] = match
    const current = open.at(-1) ?? top
    if (closing === '/') {
      current.text = unescape(xml.slice(from, match.index))
      open.pop()
    } else {
      const element = { name, text: '', children: [] }
      current.children.push(element)
      if (empty !== '/') open.push(element)
    }
    from = match.index + whole.length
  }
  return top.children[0] ?? top
}

/** The first element at a path of names below `element`. */
export function find(element: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>(
    (found, name) => found?.children.find((child) => child.name === name),
    element,
  )
}

/** The text at a path; '' if there is nothing. */
export function textAt(element: Element | undefined, ...path: string[]): string {
  return find(element, ...path)?.text ?? ''
}

/** The members of a list at a path: what stands in its `Items`. */
export function items(element: Element | undefined, ...path: string[]): readonly Element[] {
  return find(element, ...path, 'Items')?.children ?? []
}

function unescape(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole).trim()
}
