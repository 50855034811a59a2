import { behaves } from './behaves'

behaves('sessions')
