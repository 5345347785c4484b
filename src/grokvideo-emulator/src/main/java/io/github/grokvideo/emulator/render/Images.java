package io.github.grokvideo.emulator.render;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import io.github.grokvideo.normalize.Dimensions;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/** Reads and scales still pictures. */
final class Images {

    private static final long MAX_PIXELS = 100_000_000;

    private Images() {
    }

    /** Without decoding the picture where the format allows it. */
    static Dimensions size(byte[] file) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    reader.setInput(input, true, true);
                    return new Dimensions(reader.getWidth(0), reader.getHeight(0));
                } finally {
                    reader.dispose();
                }
            }
        }
        BufferedImage image = readByFfmpeg(file);
        return new Dimensions(image.getWidth(), image.getHeight());
    }

    /** PNG, JPEG, GIF and BMP by ImageIO; others, such as WebP, by ffmpeg. Transparent parts become black. */
    static BufferedImage read(byte[] file) throws IOException {
        if (size(file).pixels() > MAX_PIXELS) {
            throw new IOException("the image has more than " + MAX_PIXELS + " pixels");
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        return image == null ? readByFfmpeg(file) : image;
    }

    private static BufferedImage readByFfmpeg(byte[] file) throws IOException {
        FFmpegLibrary.load();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(new ByteArrayInputStream(file))) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_BGRA);
            grabber.start();
            Frame frame = grabber.grabImage();
            if (frame == null) {
                throw new IOException("no image in it");
            }
            return toImage(frame);
        } catch (FFmpegFrameGrabber.Exception e) {
            throw new IOException("ffmpeg does not know the format", e);
        }
    }

    /** A frame in BGRA as a picture. */
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

    /** The pixels of a picture made here, to be read and written. */
    static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** The pixels of a frame in BGRA, one integer each: 0xAARRGGBB. */
    static IntBuffer pixels(Frame frame) {
        return ((ByteBuffer) frame.image[0]).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /** Scales so that the picture fills that size, and cuts off what protrudes on two sides. */
    static BufferedImage cover(BufferedImage image, int width, int height) {
        double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
        BufferedImage source = image;
        // bilinear looks at four pixels only: go down by halves, so that none is left out
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
