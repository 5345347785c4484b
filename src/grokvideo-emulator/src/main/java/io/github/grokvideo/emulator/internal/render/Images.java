package io.github.grokvideo.emulator.internal.render;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import io.github.grokvideo.normalize.Dimensions;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** Reads and scales images. */
final class Images {

    /** Larger images are subsampled while they are read. */
    private static final int MAX_READ_PIXELS = 16_000_000;
    /** A few seconds of work; photos have at most ten scans. */
    private static final long MAX_SCANNED_PIXELS = 1_200_000_000;

    private Images() {
    }

    /**
     * Returns the size, without decoding the image.
     *
     * @throws IOException if it is not an image, or too large
     */
    static Dimensions size(byte[] file) throws IOException {
        InputFormat format = format(file);
        Dimensions size = format == InputFormat.WEBP
                ? WebP.size(file)
                : withReader(file, format, reader -> new Dimensions(reader.getWidth(0), reader.getHeight(0)));
        long pixels = (long) size.width() * size.height();
        if (pixels > UntrustedMedia.MAX_IMAGE_PIXELS) {
            throw new IOException("the image has " + size + " pixels, but may have " + UntrustedMedia.MAX_IMAGE_PIXELS);
        }
        if (format == InputFormat.JPEG && pixels * scans(file) > MAX_SCANNED_PIXELS) {
            throw new IOException("the image has too many scans for its " + size + " pixels");
        }
        return size;
    }

    private static InputFormat format(byte[] file) throws IOException {
        return InputFormat.of(file).filter(known -> !known.isVideo()).orElseThrow(
                () -> new IOException("expected " + InputFormat.imageNames()));
    }

    /** Each scan covers the whole picture, and can be as short as a few bytes. */
    private static long scans(byte[] jpeg) {
        long count = 0;
        for (int i = 1; i < jpeg.length; i++) {
            if (jpeg[i - 1] == (byte) 0xff && jpeg[i] == (byte) 0xda) {
                count++;
            }
        }
        return count;
    }

    /**
     * Reads an image: WebP by ffmpeg, the others by ImageIO. Transparent parts become black; huge images are
     * subsampled.
     */
    static BufferedImage read(byte[] file) throws IOException {
        Dimensions size = size(file);
        InputFormat format = format(file);
        if (format == InputFormat.WEBP) {
            return readByFfmpeg(file, format);
        }
        int step = (int) Math.ceil(Math.sqrt((double) size.width() * size.height() / MAX_READ_PIXELS));
        return withReader(file, format, reader -> {
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, param);
        });
    }

    private interface Reading<T> {
        T by(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(byte[] file, InputFormat format, Reading<T> reading) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            return reading.by(reader);
        } catch (RuntimeException e) {
            // the readers throw all sorts of exceptions for damaged files
            throw new IOException("the image is damaged", e);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage readByFfmpeg(byte[] file, InputFormat format) throws IOException {
        try (FFmpegFrameGrabber grabber = UntrustedMedia.openImage(file, format)) {
            Frame frame = grabber.grabImage();
            if (frame == null) {
                throw new IOException("it contains no image");
            }
            return toImage(frame);
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("the image cannot be decoded", e);
        }
    }

    /** Converts a frame in BGRA. */
    static BufferedImage toImage(Frame frame) {
        BufferedImage image = new BufferedImage(frame.imageWidth, frame.imageHeight, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(image);
        IntBuffer source = pixels(frame);
        int stride = frame.imageStride / Integer.BYTES;
        for (int y = 0; y < frame.imageHeight; y++) {
            source.get(y * stride, pixels, y * frame.imageWidth, frame.imageWidth);
        }
        return image;
    }

    /** Returns the pixels of a picture created here, to read and write. */
    static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** Returns the pixels of a frame in BGRA, one integer each: 0xAARRGGBB. */
    static IntBuffer pixels(Frame frame) {
        return ((ByteBuffer) frame.image[0]).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /** Scales the picture so that it fills that size, and crops the rest on two sides. */
    static BufferedImage cover(BufferedImage image, int width, int height) {
        double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
        BufferedImage source = image;
        // bilinear scaling reads only four pixels: halve repeatedly, so that none is skipped
        while (scale < 0.5) {
            source = scaled(source, Math.max(1, source.getWidth() / 2), Math.max(1, source.getHeight() / 2));
            scale = Math.max((double) width / source.getWidth(), (double) height / source.getHeight());
        }
        int scaledWidth = (int) Math.ceil(source.getWidth() * scale);
        int scaledHeight = (int) Math.ceil(source.getHeight() * scale);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(
                source, (width - scaledWidth) / 2, (height - scaledHeight) / 2, scaledWidth, scaledHeight, null);
        graphics.dispose();
        return result;
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }
}
