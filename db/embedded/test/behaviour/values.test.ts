import { behaves } from './behaves'

behaves('values')
