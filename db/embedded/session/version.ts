/** What the server says it is. Behaviour meant is Oracle 19c's; whose server it is stands in the banner. */
export const SERVER_VERSION = '19.0.0.0.0'
/** major<<24 | release<<16 | update<<12 | port<<4 | port update */
export const SERVER_VERSION_NUMBER = 19 * 0x1000000
/** node-oracledb reads 47 bytes. */
export const BANNER = 'embedded database, not Oracle Database'
