const polynomial = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value >>> 0;
});

/** The state of a checksum over nothing yet. */
export const crcStart = 0xffffffff;

/** The state after these bytes as well; `crcEnd` makes the checksum of it. IEEE 802.3, as zlib and `ngx_crc32_update`. */
export const crcOver = (state: number, bytes: Uint8Array): number => {
  let crc = state;
  for (let at = 0; at < bytes.length; at += 1) crc = (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return crc >>> 0;
};

/** The checksum, 32 bits unsigned. */
export const crcEnd = (state: number): number => (state ^ 0xffffffff) >>> 0;
