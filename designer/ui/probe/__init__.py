"""The probe in the window: own pictures, the drawing pad, shifting, covering, and the way to the next mistake."""
