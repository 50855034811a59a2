import { behaves } from './behaves'

behaves('privileges')
