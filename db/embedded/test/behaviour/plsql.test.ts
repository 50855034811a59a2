import { behaves } from './behaves'

behaves('plsql-blocks')
behaves('plsql-exceptions')
behaves('plsql-conditions')
behaves('plsql-programs')
behaves('plsql-driven')
behaves('plsql-firing')
behaves('plsql-collected')
behaves('plsql-state')
