import { runCommand } from '../../lib/command'
import { testEnvironment } from '../../lib/python'
import { attempt, type Finding, finding } from '../lab'

/** Where no image was built. */
export const checkWheel = (wheel: string | undefined): Promise<Finding[]> =>
  attempt('the package', 'npm run lab5 builds it.', async () => {
    if (!wheel) throw new Error('nothing was packaged')
    const { python } = await testEnvironment({})
    const { stdout } = await runCommand([python, '-m', 'zipfile', '-l', wheel])
    const files = stdout.split('\n').slice(1).flatMap((line) => (line.trim() ? [line.split(/\s+/)[0]] : []))
    const stray = files.filter((file) => !/^promotion(\/|-[^/]+\.dist-info\/)/.test(file) || /(^|\/)(tests?|keys|\.git|\.env|__pycache__)(\/|$)|\.(pem|key)$/.test(file))
    return [
      finding(files.includes('promotion/__init__.py') && files.includes('promotion/templates/employees.html'), `${files.length} files, the app and its template among them`, 'npm run lab5 builds it anew.'),
      finding(stray.length === 0, stray.length ? `it holds ${stray.join(', ')}` : 'no key, test or repository is in it', 'Name the files in app/pyproject.toml that belong into the wheel.')
    ]
  })
