package io.github.grokvideo.site.pictures;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Writes frames as a GIF that repeats: of each only what has changed, and what is the same for a while once. */
final class AnimatedGif implements AutoCloseable {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    // fewer shades than a screen has, so that fewer pixels change
    private static final int SHADES = 20;
    private static final int TRANSPARENT = 0;

    private final int width;
    private final int height;
    private final double hundredthsPerFrame;
    private final ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    private final ImageOutputStream out;
    private int[] shown;
    private BufferedImage changed;
    private int left;
    private int top;
    private int frames;

    AnimatedGif(Path file, int width, int height, int framesPerSecond) throws IOException {
        this.width = width;
        this.height = height;
        this.hundredthsPerFrame = 100.0 / framesPerSecond;
        Files.deleteIfExists(file);
        out = ImageIO.createImageOutputStream(file.toFile());
        writer.setOutput(out);
        writer.prepareWriteSequence(null);
    }

    void add(BufferedImage picture) throws IOException {
        int[] next = pixels(picture);
        int right = -1;
        int bottom = -1;
        int x0 = width;
        int y0 = height;
        for (int i = 0; i < next.length; i++) {
            if (shown == null || next[i] != shown[i]) {
                x0 = Math.min(x0, i % width);
                right = Math.max(right, i % width);
                y0 = Math.min(y0, i / width);
                bottom = i / width;
            }
        }
        if (right >= 0) {
            write();
            changed = new BufferedImage(right - x0 + 1, bottom - y0 + 1, BufferedImage.TYPE_INT_ARGB);
            for (int y = y0; y <= bottom; y++) {
                for (int x = x0; x <= right; x++) {
                    int i = y * width + x;
                    changed.setRGB(x - x0, y - y0, shown != null && shown[i] == next[i] ? TRANSPARENT : next[i]);
                }
            }
            left = x0;
            top = y0;
            shown = next;
            frames = 0;
        }
        frames++;
    }

    private int[] pixels(BufferedImage picture) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        scaled.createGraphics().drawImage(picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        int[] pixels = scaled.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 0xff000000 | shade(pixels[i] >> 16) << 16 | shade(pixels[i] >> 8) << 8 | shade(pixels[i]);
        }
        return pixels;
    }

    private static int shade(int colour) {
        return Math.round((colour & 0xff) / 255f * (SHADES - 1)) * 255 / (SHADES - 1);
    }

    private void write() throws IOException {
        if (changed == null) {
            return;
        }
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        IIOMetadata metadata
                = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(changed), parameters);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", String.valueOf(left));
        place.setAttribute("imageTopPosition", String.valueOf(top));
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("delayTime", String.valueOf(Math.round(frames * hundredthsPerFrame)));
        control.setAttribute("disposalMethod", "doNotDispose");
        IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
        repeat.setAttribute("applicationID", "NETSCAPE");
        repeat.setAttribute("authenticationCode", "2.0");
        repeat.setUserObject(new byte[] { 1, 0, 0 });
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(repeat);
        root.appendChild(extensions);
        metadata.setFromTree(FORMAT, root);
        writer.writeToSequence(new IIOImage(changed, null, metadata), parameters);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }

    @Override
    public void close() throws IOException {
        write();
        writer.endWriteSequence();
        out.close();
        writer.dispose();
    }
}
