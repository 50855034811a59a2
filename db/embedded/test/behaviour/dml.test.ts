import { behaves } from './behaves'

behaves('dml')
