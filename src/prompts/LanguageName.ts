/** Languages by their English names, which models know better than codes (ISO 639-1). */

const names: ReadonlyMap<string, string> = new Map(
  (
    "af Afrikaans,sq Albanian,am Amharic,ar Arabic,hy Armenian,as Assamese,ay Aymara," +
    "az Azerbaijani,ba Bashkir,eu Basque,be Belarusian,bn Bengali,bs Bosnian,br Breton," +
    "bg Bulgarian,my Burmese,ca Catalan,ce Chechen,zh Chinese,cv Chuvash,co Corsican,hr Croatian," +
    "cs Czech,da Danish,dv Dhivehi,nl Dutch,dz Dzongkha,en English,eo Esperanto,et Estonian," +
    "ee Ewe,fo Faroese,fi Finnish,fr French,ff Fula,gl Galician,lg Ganda,ka Georgian,de German," +
    "el Greek,gn Guarani,gu Gujarati,ht Haitian Creole,ha Hausa,he Hebrew,hi Hindi,hu Hungarian," +
    "is Icelandic,ig Igbo,id Indonesian,ga Irish,it Italian,ja Japanese,jv Javanese,kn Kannada," +
    "ks Kashmiri,kk Kazakh,km Khmer,rw Kinyarwanda,ky Kyrgyz,ko Korean,ku Kurdish,lo Lao,la Latin," +
    "lv Latvian,ln Lingala,lt Lithuanian,lb Luxembourgish,mk Macedonian,mg Malagasy,ms Malay," +
    "ml Malayalam,mt Maltese,mi Maori,mr Marathi,mn Mongolian,ne Nepali,se Northern Sami," +
    "no Norwegian,nb Norwegian Bokmål,nn Norwegian Nynorsk,ny Chichewa,oc Occitan,or Odia," +
    "om Oromo,os Ossetian,ps Pashto,fa Persian,pl Polish,pt Portuguese,pa Punjabi,qu Quechua," +
    "ro Romanian,rm Romansh,rn Rundi,ru Russian,sm Samoan,sa Sanskrit,sc Sardinian," +
    "gd Scottish Gaelic,sr Serbian,sn Shona,sd Sindhi,si Sinhala,sk Slovak,sl Slovenian," +
    "so Somali,st Southern Sotho,es Spanish,su Sundanese,sw Swahili,ss Swati,sv Swedish," +
    "tl Tagalog,tg Tajik,ta Tamil,tt Tatar,te Telugu,th Thai,bo Tibetan,ti Tigrinya,to Tongan," +
    "ts Tsonga,tn Tswana,tr Turkish,tk Turkmen,uk Ukrainian,ur Urdu,ug Uyghur,uz Uzbek," +
    "vi Vietnamese,cy Welsh,fy Western Frisian,wo Wolof,xh Xhosa,yi Yiddish,yo Yoruba,zu Zulu"
  )
    .split(",")
    .map((entry) => [entry.slice(0, 2), entry.slice(3)]),
)

/** The code itself where the language is not known. */
export const of = (code: string): string => names.get(code) ?? code

/** The varieties that the lexicons are written in, so that a person keeps to one of them. */
const varieties: Readonly<Record<string, string>> = { es: "as in Spain", pt: "as in Brazil" }

/** `Portuguese, as in Brazil` */
export const withVariety = (code: string): string => {
  const variety = varieties[code]
  return variety === undefined ? of(code) : `${of(code)}, ${variety}`
}

/** How colleagues address each other, where a language tells two ways apart. */
const familiar: Readonly<Record<string, string>> = {
  de: "du",
  es: "tú",
  fr: "tu",
  it: "tu",
  nl: "je",
  pl: "ty",
  pt: "você",
  ru: "ты",
  sv: "du",
}

export const familiarOf = (code: string): string | undefined => familiar[code]
