// Imported before anything that reads the settings: a test that posts by the hundred is not about the limits.
process.env['RATE_LIMITS'] = 'off';
