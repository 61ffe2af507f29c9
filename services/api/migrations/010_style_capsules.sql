-- Writing and visual styles, kept in libraries: the user's own, and presets everybody sees.
CREATE TYPE public.style_capsule_type AS ENUM ('writing', 'visual');

CREATE TABLE public.style_capsule_libraries (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  user_id UUID REFERENCES auth.users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  is_preset BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT style_capsule_libraries_owner CHECK (is_preset = (user_id IS NULL))
);

CREATE TABLE public.style_capsules (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  library_id UUID NOT NULL REFERENCES public.style_capsule_libraries (id) ON DELETE CASCADE,
  user_id UUID REFERENCES auth.users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type public.style_capsule_type NOT NULL,
  example_text_excerpts TEXT[],
  style_labels TEXT[],
  reference_image_urls TEXT[],
  design_pillars JSONB,
  is_favorite BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT style_capsules_visual_has_no_excerpts
    CHECK (type = 'writing' OR example_text_excerpts IS NULL)
);

CREATE INDEX idx_style_capsules_library ON public.style_capsules (library_id);
CREATE INDEX idx_style_capsules_labels ON public.style_capsules USING GIN (style_labels);

CREATE TRIGGER update_style_capsule_libraries_updated_at
  BEFORE UPDATE ON public.style_capsule_libraries
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_style_capsules_updated_at
  BEFORE UPDATE ON public.style_capsules
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.style_capsule_libraries ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.style_capsules ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Presets and own libraries are visible"
  ON public.style_capsule_libraries FOR SELECT TO authenticated
  USING (is_preset OR user_id = (SELECT auth.uid()));
CREATE POLICY "Users manage their own libraries"
  ON public.style_capsule_libraries FOR ALL TO authenticated
  USING (user_id = (SELECT auth.uid()) AND NOT is_preset)
  WITH CHECK (user_id = (SELECT auth.uid()) AND NOT is_preset);

CREATE POLICY "Capsules follow their library"
  ON public.style_capsules FOR SELECT TO authenticated
  USING (
    EXISTS (
      SELECT 1 FROM public.style_capsule_libraries l
      WHERE l.id = style_capsules.library_id
        AND (l.is_preset OR l.user_id = (SELECT auth.uid()))
    )
  );
CREATE POLICY "Users manage their own capsules"
  ON public.style_capsules FOR ALL TO authenticated
  USING (user_id = (SELECT auth.uid()))
  WITH CHECK (user_id = (SELECT auth.uid()));

INSERT INTO public.style_capsule_libraries (id, name, description, is_preset) VALUES
  ('7a1b0000-0000-4000-8000-000000000001', 'Aiuteur presets', 'Styles that come with the studio', TRUE)
ON CONFLICT (id) DO NOTHING;

INSERT INTO public.style_capsules (library_id, name, type, example_text_excerpts, style_labels) VALUES
  ('7a1b0000-0000-4000-8000-000000000001', 'Hard-boiled', 'writing',
   ARRAY['The rain had opinions. I ignored them.'], ARRAY['noir', 'first person']),
  ('7a1b0000-0000-4000-8000-000000000001', 'Painted twilight', 'visual',
   NULL, ARRAY['gouache', 'low key', 'warm rim light']);
