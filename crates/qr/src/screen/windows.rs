//! Windows: GDI copies the virtual screen, which spans all monitors.

// Reason: GDI is a C interface. Every handle is checked, owned by a guard and used on one thread;
// the pixels are copied out of the bitmap before its guard frees them.
#![allow(unsafe_code)]

use std::mem::size_of;
use std::ptr;

use windows_sys::Win32::Graphics::Gdi::{
    BI_RGB, BITMAPINFO, BITMAPINFOHEADER, BitBlt, CAPTUREBLT, CreateCompatibleDC, CreateDIBSection,
    DIB_RGB_COLORS, DeleteDC, DeleteObject, GdiFlush, GetDC, HBITMAP, HDC, ReleaseDC, SRCCOPY,
    SelectObject,
};
use windows_sys::Win32::UI::HiDpi::{
    DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, SetThreadDpiAwarenessContext,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetSystemMetrics, SM_CXVIRTUALSCREEN, SM_CYVIRTUALSCREEN, SM_XVIRTUALSCREEN, SM_YVIRTUALSCREEN,
};
use zeroize::{Zeroize, Zeroizing};

use crate::picture::{Channels, Picture};
use crate::{MAX_PIXELS, QrError};

/// A picture of all monitors, in their own pixels.
///
/// # Errors
/// [`QrError::NoScreen`] if the session has none, [`QrError::ScreenUnreadable`] with the system's
/// reason, [`QrError::PictureTooLarge`].
pub(crate) fn capture() -> Result<Vec<Picture>, QrError> {
    // SAFETY: takes no pointer. Else Windows would scale the picture down for a program that does
    // not know of dense screens; the setting is this thread's alone, and the thread ends after.
    unsafe { SetThreadDpiAwarenessContext(DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2) };
    let area = Area::of_all_monitors()?;
    let screen = ScreenContext::open()?;
    let memory = MemoryContext::like(&screen)?;
    let mut bitmap = Bitmap::new(&memory, &area)?;
    bitmap.copy_from(&screen, &memory, &area)?;
    Ok(vec![bitmap.picture(&area)?])
}

/// The virtual screen; its left and top are negative if a monitor stands there.
struct Area {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
}

impl Area {
    fn of_all_monitors() -> Result<Self, QrError> {
        // SAFETY: takes no pointer.
        let metric = |which| unsafe { GetSystemMetrics(which) };
        let area = Self {
            left: metric(SM_XVIRTUALSCREEN),
            top: metric(SM_YVIRTUALSCREEN),
            width: metric(SM_CXVIRTUALSCREEN),
            height: metric(SM_CYVIRTUALSCREEN),
        };
        if area.width <= 0 || area.height <= 0 {
            return Err(QrError::NoScreen);
        }
        if area.pixels() as u64 > MAX_PIXELS {
            return Err(QrError::PictureTooLarge);
        }
        Ok(area)
    }

    const fn pixels(&self) -> usize {
        self.width as usize * self.height as usize
    }
}

struct ScreenContext(HDC);

impl ScreenContext {
    fn open() -> Result<Self, QrError> {
        // SAFETY: a null window means the whole screen.
        let context = unsafe { GetDC(ptr::null_mut()) };
        if context.is_null() { Err(QrError::NoScreen) } else { Ok(Self(context)) }
    }
}

impl Drop for ScreenContext {
    fn drop(&mut self) {
        // SAFETY: the handle came from GetDC with a null window and is released once.
        unsafe { ReleaseDC(ptr::null_mut(), self.0) };
    }
}

struct MemoryContext(HDC);

impl MemoryContext {
    fn like(screen: &ScreenContext) -> Result<Self, QrError> {
        // SAFETY: the screen's handle is open.
        let context = unsafe { CreateCompatibleDC(screen.0) };
        if context.is_null() { Err(last_error()) } else { Ok(Self(context)) }
    }
}

impl Drop for MemoryContext {
    fn drop(&mut self) {
        // SAFETY: the handle came from CreateCompatibleDC and is deleted once.
        unsafe { DeleteDC(self.0) };
    }
}

/// A bitmap whose pixels lie in this process's memory, blue, green, red and one unused byte each.
struct Bitmap {
    handle: HBITMAP,
    pixels: *mut u8,
    length: usize,
}

impl Bitmap {
    fn new(memory: &MemoryContext, area: &Area) -> Result<Self, QrError> {
        let info = BITMAPINFO {
            bmiHeader: BITMAPINFOHEADER {
                biSize: size_of::<BITMAPINFOHEADER>() as u32,
                biWidth: area.width,
                biHeight: -area.height, // negative: the first row is the top one
                biPlanes: 1,
                biBitCount: 32,
                biCompression: BI_RGB,
                ..BITMAPINFOHEADER::default()
            },
            ..BITMAPINFO::default()
        };
        let mut pixels = ptr::null_mut();
        // SAFETY: `info` and `pixels` outlive the call, and no file section is given.
        let handle = unsafe {
            CreateDIBSection(memory.0, &info, DIB_RGB_COLORS, &mut pixels, ptr::null_mut(), 0)
        };
        if handle.is_null() || pixels.is_null() {
            return Err(last_error());
        }
        Ok(Self { handle, pixels: pixels.cast(), length: area.pixels() * 4 })
    }

    fn copy_from(
        &mut self,
        screen: &ScreenContext,
        memory: &MemoryContext,
        area: &Area,
    ) -> Result<(), QrError> {
        // SAFETY: all handles are open. The bitmap is taken out of the context again, because a
        // bitmap that is selected cannot be deleted. GdiFlush ends the copy before pixels are read.
        let copied = unsafe {
            let before = SelectObject(memory.0, self.handle);
            let (left, top, width, height) = (area.left, area.top, area.width, area.height);
            let how = SRCCOPY | CAPTUREBLT;
            let copied = BitBlt(memory.0, 0, 0, width, height, screen.0, left, top, how);
            let reason = (copied == 0).then(last_error);
            SelectObject(memory.0, before);
            GdiFlush();
            reason
        };
        copied.map_or(Ok(()), Err)
    }

    fn picture(&self, area: &Area) -> Result<Picture, QrError> {
        // SAFETY: CreateDIBSection gave `length` bytes, rows of 32-bit pixels need no padding, and
        // the borrow ends before the guard frees them.
        let bytes = unsafe { std::slice::from_raw_parts(self.pixels, self.length) };
        let mut pixels = Zeroizing::new(Vec::with_capacity(area.pixels() * 3));
        for pixel in bytes.chunks_exact(4) {
            pixels.extend([pixel[2], pixel[1], pixel[0]]);
        }
        Picture::from_pixels(area.width as usize, area.height as usize, Channels::Rgb, pixels)
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        // SAFETY: the pixels are still mapped, nothing borrows them, and the handle came from
        // CreateDIBSection and is deleted once.
        unsafe {
            std::slice::from_raw_parts_mut(self.pixels, self.length).zeroize();
            DeleteObject(self.handle);
        }
    }
}

fn last_error() -> QrError {
    QrError::screen(std::io::Error::last_os_error())
}
