/** A message on the wire, field number to values: bytes for texts and messages, numbers else. https://protobuf.dev/programming-guides/encoding/ */
export type Fields = ReadonlyMap<number, readonly (Buffer | bigint)[]>;

/** @throws Error for what is no protobuf */
export function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (Buffer | bigint)[]>();
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (size: number): Buffer => {
    at += size;
    if (at > bytes.length) throw new Error('the message ends early');
    return bytes.subarray(at - size, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const values = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, values);
    if ((tag & 7) === 0) values.push(varint());
    else if ((tag & 7) === 1) values.push(take(8).readBigUInt64LE());
    else if ((tag & 7) === 2) values.push(take(Number(varint())));
    else if ((tag & 7) === 5) values.push(BigInt(take(4).readUInt32LE()));
    else throw new Error(`unknown wire type ${tag & 7}`);
  }
  return fields;
}

/** The messages of a repeated field. */
export function messages(fields: Fields, number: number): Fields[] {
  return buffers(fields, number).map(readFields);
}

export function text(fields: Fields, number: number, encoding: BufferEncoding = 'utf8'): string {
  return buffers(fields, number)[0]?.toString(encoding) ?? '';
}

export function number(fields: Fields, field: number): number | undefined {
  const value = fields.get(field)?.[0];
  return typeof value === 'bigint' ? Number(value) : undefined;
}

function buffers(fields: Fields, number: number): Buffer[] {
  return (fields.get(number) ?? []).filter((value) => Buffer.isBuffer(value));
}
