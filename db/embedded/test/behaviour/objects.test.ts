import { behaves } from './behaves'

behaves('objects')
