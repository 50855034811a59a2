/** What the two ends agreed on at the start of a connection. */

/** "19c": the lowest level with everything that both drivers use and without what 23ai added to the layouts. */
export const TTC_FIELD_VERSION = 12

export interface ClientTraits {
  /** `node-oracledb`, `python-oracledb`, … as it names itself first. */
  readonly driver: string
  /** Older clients read some scales as SB2. */
  readonly scaleIsOneByte: boolean
}

/** Compile capabilities by index; what is absent is 0. Index 7 is the field version. */
export function compileCapabilities(): Buffer {
  const caps = Buffer.alloc(53)
  const values: Readonly<Record<number, number>> = {
    0: 6, 4: 0xea, 7: TTC_FIELD_VERSION, 8: 1, 9: 1, 15: 0x29, 16: 0x90, 17: 3, 18: 7, 19: 3, 21: 1, 23: 0xcf, 26: 4, 27: 1, 31: 0x10,
    34: 12, 35: 0x20, 37: 0xb0, 39: 8, 40: 4, 42: 5
  }
  for (const [index, value] of Object.entries(values)) caps[Number(index)] = value
  return caps
}

/** Runtime capabilities: 6 = 4 says strings of 32767 bytes, 1 = 1 says that the database's time zone comes with the data types. */
export const RUNTIME_CAPABILITIES = Buffer.from([2, 1, 0, 0, 0, 0, 5])
/** In the client's runtime capabilities: it sends and expects time zones. */
export const TNS_RCAP_TTC_INDEX = 1
