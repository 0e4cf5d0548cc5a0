//===- Jpeg.c - JPEG through libjpeg-turbo ---------------------------------===//
//
// Decodes at full size with the accurate inverse DCT and fancy upsampling, which are
// libjpeg-turbo's defaults and what Pillow uses. The source suspends at the end of the file, so a
// picture cut short is an error, while damaged codes inside are decoded as far as they go: both as
// Pillow does.
//
//===----------------------------------------------------------------------===//
#include "Codec.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/// Rows asked for in one call; the library hands out a few at most.
#define VITC_JPEG_ROWS 8

typedef struct jpeg_job {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr manager;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  jmp_buf failed;
  vitc_image *image;
  vitc_image_error *error;
} jpeg_job;

/// libjpeg's fatal errors as sentences of ours.
static void exit_on_error(j_common_ptr common) {
  jpeg_job *job = common->client_data;
  char text[JMSG_LENGTH_MAX];
  switch (common->err->msg_code) {
  case JERR_EMPTY_IMAGE:
    vitc_image_fail(job->error, "the JPEG picture has zero width or height");
    break;
  case JERR_BAD_PRECISION:
    vitc_image_fail(job->error, "JPEG with %d bits a sample; only 8 is supported",
                    common->err->msg_parm.i[0]);
    break;
  case JERR_SOF_UNSUPPORTED:
    vitc_image_fail(job->error, "JPEG of an unsupported process (lossless or hierarchical)");
    break;
  case JERR_OUT_OF_MEMORY:
    vitc_image_fail(job->error, "out of memory while decoding JPEG");
    break;
  default:
    common->err->format_message(common, text);
    vitc_image_fail(job->error, "corrupt JPEG: %s", text);
  }
  longjmp(job->failed, 1);
}

static void stay_silent(j_common_ptr common) { (void)common; }

static void stop(jpeg_job *job, const char *sentence) {
  vitc_image_fail(job->error, "%s", sentence);
  longjmp(job->failed, 1);
}

/// A few hundred bytes a scan suffice to make a progressive file cost a pass over the whole
/// picture; real encoders write some ten scans.
static void limit_scans(j_common_ptr common) {
  jpeg_job *job = common->client_data;
  uint64_t scans = (uint64_t)job->decoder.input_scan_number;
  uint64_t pixels = (uint64_t)job->decoder.image_width * job->decoder.image_height;
  if (scans > 500 || (scans > 32 && scans * pixels > 4000000000u))
    stop(job, "JPEG with too many scans");
}

static void do_nothing(j_decompress_ptr decoder) { (void)decoder; }

static boolean suspend(j_decompress_ptr decoder) {
  (void)decoder;
  return FALSE;
}

static void skip(j_decompress_ptr decoder, long count) {
  struct jpeg_source_mgr *source = decoder->src;
  if (count <= 0)
    return;
  size_t step = (size_t)count < source->bytes_in_buffer ? (size_t)count : source->bytes_in_buffer;
  source->next_input_byte += step;
  source->bytes_in_buffer -= step;
}

/// Metadata segments before the first scan: all EXIF parts joined, and the last XMP packet.
typedef struct jpeg_metadata {
  uint8_t *exif;
  size_t exifSize;
  vitc_bytes xmp;
} jpeg_metadata;

/// -1 only without memory.
static int add_app1(jpeg_metadata *metadata, vitc_bytes segment) {
  static const char xmpMagic[] = "http://ns.adobe.com/xap/1.0/"; // with its final zero
  if (segment.size >= 6 && memcmp(segment.data, "Exif\0\0", 6) == 0) {
    size_t head = metadata->exifSize ? 6 : 0; // later parts come without the magic
    uint8_t *joined = realloc(metadata->exif, metadata->exifSize + segment.size - head);
    if (!joined)
      return -1;
    memcpy(joined + metadata->exifSize, segment.data + head, segment.size - head);
    metadata->exif = joined;
    metadata->exifSize += segment.size - head;
  } else if (segment.size >= sizeof xmpMagic &&
             memcmp(segment.data, xmpMagic, sizeof xmpMagic) == 0) {
    metadata->xmp = segment;
  }
  return 0;
}

/// Walks the marker segments up to the first scan; bounded by the file, tolerant of junk between.
/// -1 only without memory.
static int find_orientation(vitc_bytes file, int *orientation) {
  jpeg_metadata metadata = {NULL, 0, {NULL, 0}};
  size_t at = 2;
  int failed = 0;
  while (!failed && at + 4 <= file.size) {
    unsigned marker = file.data[at + 1];
    if (file.data[at] != 0xff || marker == 0 || marker == 0xff || (marker & 0xf8) == 0xd0) {
      ++at;
      continue;
    }
    size_t length = (size_t)file.data[at + 2] << 8 | file.data[at + 3];
    if (marker == 0xda || length < 2 || length > file.size - at - 2)
      break;
    if (marker == 0xe1)
      failed = add_app1(&metadata, (vitc_bytes){file.data + at + 4, length - 2});
    at += 2 + length;
  }
  *orientation =
      vitc_image_orientation((vitc_bytes){metadata.exif, metadata.exifSize}, metadata.xmp);
  free(metadata.exif);
  return failed;
}

static void read_rows(jpeg_job *job) {
  j_decompress_ptr decoder = &job->decoder;
  vitc_image *image = job->image;
  size_t stride = (size_t)image->width * 3;
  JSAMPARRAY converted = NULL; // only CMYK needs rows of its own
  if (decoder->out_color_space == JCS_CMYK)
    converted = decoder->mem->alloc_sarray((j_common_ptr)decoder, JPOOL_IMAGE, image->width * 4,
                                           VITC_JPEG_ROWS);
  while (decoder->output_scanline < decoder->output_height) {
    JSAMPROW rows[VITC_JPEG_ROWS];
    size_t first = decoder->output_scanline;
    JDIMENSION wanted = decoder->output_height - decoder->output_scanline;
    wanted = wanted < VITC_JPEG_ROWS ? wanted : VITC_JPEG_ROWS;
    for (JDIMENSION i = 0; i < wanted; ++i)
      rows[i] = image->rgb + (first + i) * stride;
    JDIMENSION got = jpeg_read_scanlines(decoder, converted ? converted : rows, wanted);
    if (got == 0)
      stop(job, "the JPEG file is truncated: its pixels end early");
    for (JDIMENSION i = 0; converted && i < got; ++i)
      vitc_image_row_from_inverted_cmyk(converted[i], rows[i], image->width);
  }
}

static void read_picture(jpeg_job *job) {
  j_decompress_ptr decoder = &job->decoder;
  int header;
  do
    header = jpeg_read_header(decoder, FALSE);
  while (header == JPEG_HEADER_TABLES_ONLY);
  if (header != JPEG_HEADER_OK)
    stop(job, "the JPEG file is truncated: its header is incomplete");
  int components = decoder->num_components;
  if (components != 1 && components != 3 && components != 4) {
    vitc_image_fail(job->error, "JPEG with %d components; 1, 3 and 4 are supported", components);
    longjmp(job->failed, 1);
  }
  decoder->out_color_space = components == 4 ? JCS_CMYK : JCS_RGB;
  if (vitc_image_allocate(job->image, decoder->image_width, decoder->image_height, job->error))
    longjmp(job->failed, 1);
  if (!jpeg_start_decompress(decoder))
    stop(job, "the JPEG file is truncated: a scan is incomplete");
  read_rows(job);
  // Damage after the last row is an error, a missing end marker (the call suspends) is not.
  jpeg_finish_decompress(decoder);
}

int vitc_image_decode_jpeg(vitc_bytes file, vitc_image *image, int *orientation,
                           vitc_image_error *error) {
  jpeg_job *job = calloc(1, sizeof *job);
  if (!job)
    return vitc_image_fail(error, "out of memory while decoding JPEG");
  job->image = image;
  job->error = error;
  job->decoder.err = jpeg_std_error(&job->manager);
  job->decoder.client_data = job;
  job->manager.error_exit = exit_on_error;
  job->manager.output_message = stay_silent;
  job->progress.progress_monitor = limit_scans;
  job->source = (struct jpeg_source_mgr){
      file.data, file.size, do_nothing, suspend, skip, jpeg_resync_to_restart, do_nothing};
  if (setjmp(job->failed) == 0) {
    jpeg_create_decompress(&job->decoder); // keeps err and client_data
    job->decoder.src = &job->source;
    job->decoder.progress = &job->progress;
    read_picture(job);
    jpeg_destroy_decompress(&job->decoder);
    free(job);
    return find_orientation(file, orientation)
               ? vitc_image_fail(error, "out of memory while reading the EXIF data")
               : 0;
  }
  jpeg_destroy_decompress(&job->decoder);
  free(job);
  return -1;
}
