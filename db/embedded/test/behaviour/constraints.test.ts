import { behaves } from './behaves'

behaves('constraints')
