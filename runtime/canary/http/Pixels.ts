/** The small files of images, each valid for what opens it. */

export interface Resource {
  readonly type: string
  readonly body: Buffer
}

const ofBase64 = (type: string, base64: string): Resource => ({
  type,
  body: Buffer.from(base64, "base64"),
})

/** One transparent pixel each. */
export const gif = ofBase64(
  "image/gif",
  "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==",
)

export const png = ofBase64(
  "image/png",
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII=",
)

export const jpeg = ofBase64(
  "image/jpeg",
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////" +
    "////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAA" +
    "AAAAAP/aAAgBAQABPxA=",
)

export const icon = ofBase64(
  "image/x-icon",
  "AAABAAEAAQEAAAEAIABEAAAAFgAAAIlQTkcNChoKAAAADUlIRFIAAAABAAAAAQgGAAAAHxXEiQAAAAtJ" +
    "REFUeNpjYAACAAAFAAHp+tzYAAAAAElFTkSuQmCC",
)
