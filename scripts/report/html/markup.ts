/** Text that is HTML already. Whatever else stands in a template is escaped. */
export class Html {
  constructor(readonly text: string) {}
}
export type Content = Html | string | number | null | undefined | false | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function render(content: Content): string {
  if (content instanceof Html) return content.text
  if (Array.isArray(content)) return content.map(render).join('')
  if (content === null || content === undefined || content === false) return ''
  return String(content).replace(/[&<>"']/g, (character) => ENTITIES[character])
}

/** html`<p>${anything}</p>`: attribute values must stand in double quotes. */
export const html = (parts: TemplateStringsArray, ...values: Content[]): Html => new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part))

/** 0.34 s, 12.3 s, 2 min 5 s */
export function duration(seconds: number): string {
  if (seconds >= 60) return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`
  return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`
}

/** 8.5 KiB, 163.0 MiB */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

export const instant = (iso: string): Html => html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
