/** Commands inside of the container, as gvenzl's image has them: `resetPassword PASSWORD`, `createAppUser USER PASSWORD [SERVICE]`. */
import { ADMINISTRATORS, checkPassword, checkUser, createAppUser, Misuse, setAdminPasswords } from './accounts'
import { askControl, type LocalLogin } from './control'
import { connect, SYSDBA } from './login'
import { SERVICE } from './places'

const COMMANDS: Readonly<Record<string, (words: string[]) => Promise<void>>> = {
  async resetPassword([password, ...more]) {
    if (password === undefined || more.length) throw new Misuse('Usage: resetPassword PASSWORD')
    checkPassword('The password', ADMINISTRATORS, password)
    const { services } = await askControl<LocalLogin>({ ask: 'login' })
    for (const service of services) {
      const admin = await connect({ ...SYSDBA, connectString: service })
      await setAdminPasswords(admin, password).finally(() => admin.close())
    }
    process.stdout.write(`The passwords of ${ADMINISTRATORS.join(' and ')} were changed in ${services.join(', ')}.\n`)
  },
  async createAppUser([user, password, service = SERVICE, ...more]) {
    if (password === undefined || more.length) throw new Misuse('Usage: createAppUser USER PASSWORD [SERVICE]')
    const name = checkUser('The user', user)
    checkPassword('The password', [name], password)
    const admin = await connect({ ...SYSDBA, connectString: service })
    await createAppUser(admin, name, password).finally(() => admin.close())
    process.stdout.write(`The user ${name} was made in ${service.toUpperCase()}.\n`)
  }
}

const [name, ...words] = process.argv.slice(2)
COMMANDS[name](words).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(error instanceof Misuse ? 2 : 1)
  }
)
