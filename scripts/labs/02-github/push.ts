import { spawn } from 'node:child_process'
import { rootFolder } from '../../lib/root-folder'
import { BRANCH, prepareRemote, readRef } from './remote'

/**
 * Pushes this checkout's HEAD to the repository that stands in for GitHub's, by its path: the user's configuration gets no
 * remote, and no branch follows one.
 * @returns whether there was anything to push, and all that came back
 */
export async function push(say: (line: string) => void, root = rootFolder): Promise<{ readonly moved: boolean; readonly output: string }> {
  const remote = await prepareRemote()
  const before = await readRef(`refs/heads/${BRANCH}`)
  const output = await new Promise<string>((resolve, reject) => {
    // Hooks and signing of the user's are for the user's own pushes; a history that was rewritten is welcome here.
    const child = spawn('git', ['push', '--no-verify', '--no-signed', '--force', remote, `HEAD:refs/heads/${BRANCH}`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } })
    let all = ''
    let line = ''
    child.stdout.resume()
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      all += chunk
      line += chunk
      const lines = line.split(/[\r\n]+/)
      line = lines.pop()!
      for (const each of lines) if (each.startsWith('remote: ')) say(each.slice('remote: '.length).trimEnd())
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(all) : reject(new Error(`git push ended with exit code ${code}: ${all.trim().split('\n').pop()}`))))
  })
  return { moved: before !== (await readRef(`refs/heads/${BRANCH}`)), output }
}
