import { behaves } from './behaves'

behaves('types')
