//! QR codes out of pictures, clipboard and screen, and into pictures.
