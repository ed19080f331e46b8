/**
 * The file has no categories, so the demo reads them from the titles. The first rule that matches wins: what a thing
 * is for (Christmas, jewellery) before what it is made of.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/CHRISTMAS|XMAS|ADVENT|REINDEER|SNOWFLAKE|BAUBLE/, 'Seasonal > Christmas'],
  [/EASTER|RABBIT|EGG\b/, 'Seasonal > Easter'],
  [/NECKLACE|BRACELET|EARRING|RING\b|CHARM|BROOCH|HAIR|DIAMANTE|TIARA|BANGLE/, 'Accessories > Jewellery'],
  [/PURSE|UMBRELLA|SCARF|GLOVE|PARASOL|KEY ?RING|PASSPORT|LUGGAGE/, 'Accessories > Travel'],
  [/\bBAG|SHOPPER|TOTE|RUCKSACK/, 'Accessories > Bags'],
  [/CANDLE|INCENSE|T-?LIGHT|FRAGRANCE|OIL BURNER|LANTERN/, 'Home > Candles and lanterns'],
  [/LIGHT|LAMP|CHANDELIER/, 'Home > Lighting'],
  [/CLOCK|MIRROR|FRAME|SIGN\b|WALL|HOOK|DOORMAT|DOORSTOP|CUSHION|RUG\b|THROW|CURTAIN/, 'Home > Decoration'],
  [/CAKE|BAKING|JELLY|COOKIE|PANCAKE|APRON|OVEN|RECIPE|KITCHEN|SPOON|WHISK/, 'Kitchen > Baking'],
  [/MUG|CUP\b|CUPS\b|TEA|COFFEE|TEAPOT/, 'Kitchen > Tea and coffee'],
  [/BOWL|PLATE|CUTLERY|GLASS|JUG|DISH|TRAY|NAPKIN|COASTER|TUMBLER|DINNER|LUNCH/, 'Kitchen > Tableware'],
  [/GARDEN|PLANT|WATERING|BIRD|HERB|PICNIC|BUNTING|WINDMILL|WIND ?CHIME/, 'Garden'],
  [/PARTY|BALLOON|BIRTHDAY|GARLAND|CONFETTI|STREAMER/, 'Party'],
  [/CARD\b|WRAP|GIFT|RIBBON|TISSUE|STICKER|NOTEBOOK|PEN\b|PENCIL|PAPER|ENVELOPE|TAPE/, 'Stationery'],
  [/TOY|DOLL|GAME|CHILD|BABY|KIDS|JIGSAW|SPACEBOY|PUPPET|SKIPPING|FELTCRAFT|SOFT/, 'Toys'],
  [/BOX|TIN\b|TINS|BASKET|STORAGE|JAR|CABINET|DRAWER|SHELF|STAND|HOLDER|RACK/, 'Home > Storage'],
  [/BATH|SOAP|TOWEL|SPONGE|WASH/, 'Home > Bathroom'],
  [/HOT WATER|BOTTLE/, 'Home > Comfort'],
  [/HEART|FLOWER|ROSE|GARLAND|DECORATION|ORNAMENT|STAR|BUTTERFLY|WREATH/, 'Home > Ornaments'],
];

export function productTypeOf(title: string): string {
  const upper = title.toUpperCase();
  return RULES.find(([pattern]) => pattern.test(upper))?.[1] ?? 'Home > Other';
}
