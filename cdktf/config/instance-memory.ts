// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
const GIB_OF_SIZE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
  '4xlarge': 64,
  '8xlarge': 128,
  '12xlarge': 192,
  '16xlarge': 256,
  '24xlarge': 384,
}
/** Memory-optimised families have twice as much for the same name. */
const TWICE = /^r/

export const KNOWN_SIZES = Object.keys(GIB_OF_SIZE)

/** Memory in GiB of an RDS class such as db.t3.micro; undefined for one that is not general purpose or memory-optimised. */
export function instanceMemoryGib(instanceClass: string): number | undefined {
  const [, family = '', size = ''] = instanceClass.split('.')
  const gib = /^[mrt]\d/.test(family) ? GIB_OF_SIZE[size] : undefined
  return gib === undefined ? undefined : gib * (TWICE.test(family) ? 2 : 1)
}
