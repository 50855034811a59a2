import { behaves } from './behaves'

behaves('tables')
