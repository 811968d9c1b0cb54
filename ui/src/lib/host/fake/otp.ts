/** Codes for the sample data, by RFC 4226 and RFC 6238, so that they change as real ones do. */

const STEAM = '23456789BCDFGHJKMNPQRTVWXY';

async function truncated(key: Uint8Array<ArrayBuffer>, counter: number): Promise<number> {
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const message = Uint8Array.from({ length: 8 }, (_, place) => Number((BigInt(counter) >> BigInt(56 - 8 * place)) & 0xffn));
  const mac = new DataView(await crypto.subtle.sign('HMAC', hmac, message));
  return mac.getUint32(mac.getUint8(19) & 0xf) & 0x7fff_ffff;
}

/** A decimal code of `digits` characters for a counter. */
export async function decimalCode(seed: string, counter: number, digits: number): Promise<string> {
  const value = await truncated(new TextEncoder().encode(seed), counter);
  return String(value % 10 ** digits).padStart(digits, '0');
}

/** A five-character Steam code for a counter. */
export async function steamCode(seed: string, counter: number): Promise<string> {
  let value = await truncated(new TextEncoder().encode(seed), counter);
  let code = '';
  for (let place = 0; place < 5; place += 1) {
    code += STEAM.charAt(value % STEAM.length);
    value = Math.floor(value / STEAM.length);
  }
  return code;
}
