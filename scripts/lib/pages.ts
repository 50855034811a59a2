import { parse } from 'node-html-parser'

/** What the app's pages say, read as a browser would: by the table's rows and cells. */
export function readTable(html: string): string[][] {
  return parse(html).querySelectorAll('tr').map((row) => row.querySelectorAll('th, td').map((cell) => cell.text))
}

/** GET, or a sentence why not. */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`GET ${url} answered ${response.status}: ${text.trim().slice(0, 200)}`)
  return text
}
