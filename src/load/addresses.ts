/** As many visitors are told apart by their addresses; more would cost connections and show nothing new. */
const most = 256;

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');

/** Addresses of a crowd (CIDR), spread evenly over it; its first and last one are nobody's. */
export const addressesOf = (crowd: string): readonly string[] => {
  const [base = '', prefix = ''] = crowd.split('/');
  const room = 2 ** (32 - Number(prefix)) - 2;
  const count = Math.min(most, room);
  return Array.from({ length: count }, (_, index) => toText(toNumber(base) + 1 + Math.floor((index * room) / count)));
};
