/**
 * What a git remote is on the web: git@host:owner/name.git and ssh:// become https://, names and passwords in it are taken out.
 * @returns undefined for a path, which tells nobody anything
 */
export function sourceUrl(remote: string): string | undefined {
  const scp = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/)(.+)$/.exec(remote.trim())
  const text = scp ? `https://${scp[1]}/${scp[2]}` : remote.trim()
  if (!/^(https?|ssh|git):\/\//.test(text) || !URL.canParse(text)) return undefined
  const { protocol, hostname, host, pathname } = new URL(text)
  if (!hostname) return undefined
  // The port of ssh is none of the web's.
  return `${protocol === 'http:' ? 'http' : 'https'}://${/^https?:$/.test(protocol) ? host : hostname}${pathname.replace(/\.git\/?$/, '').replace(/\/$/, '')}`
}
